type Request = { output_config?: { effort?: unknown } };
function withoutEffort<T extends Request>(request: T) {
  const { effort, ...rest } = request.output_config ?? {}; // a format stays
  const output_config = Object.keys(rest).length ? rest : undefined;
  return { ...request, output_config };
}
