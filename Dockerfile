# One stage builds and installs the wheel; the image gets only the result, without compiler, pip cache and source.
FROM python:3.13-slim AS build
# The packages to install; for `scan` on a cluster, build with LOCK=requirements-scan.lock.
ARG LOCK=requirements.lock
WORKDIR /src
COPY pyproject.toml README.md LICENSE CHANGELOG.md build_rules.py sdks.toml requirements.lock requirements-scan.lock ./
COPY diagnostic diagnostic
COPY rules rules
COPY templates templates
COPY static static
RUN python -m venv /app \
 && /app/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --requirement ${LOCK} \
 && /app/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps . \
 && /app/bin/diagnostic rules check \
 && /app/bin/pip uninstall --yes pip

FROM python:3.13-slim
RUN useradd --system --no-create-home --uid 10001 diagnostic
COPY --from=build /app /app
# /tmp/cache is writable: patterns that are compiled for this processor at the first start are cached there.
ENV PATH=/app/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 XDG_CACHE_HOME=/tmp/cache
USER 10001
WORKDIR /tmp
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=15s --retries=3 \
  CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/readyz', timeout=2)"]
ENTRYPOINT ["diagnostic", "serve", "--host", "0.0.0.0", "--port", "8000"]
