/** For models that refuse these settings: 4.7 and later. */
function withoutSampling<Request extends object>(request: Request) {
  const refused = /^(temperature|top_[pk])$/;
  const kept = Object.entries(request).filter(([key]) => !refused.test(key));
  return Object.fromEntries(kept) as Request;
}
