# One image for web, worker and beat; docker-compose.yml shows how they stand together, docs/deployment.md how to run it.
FROM python:3.13.7-slim-bookworm AS build
COPY requirements.txt .
# Wheels alone: what would have to be compiled fails here, so neither stage needs a compiler.
RUN python -m venv --without-pip /opt/portal \
    && python -m pip --python /opt/portal/bin/python install --disable-pip-version-check --no-cache-dir \
        --only-binary :all: --require-hashes -r requirements.txt \
    && /opt/portal/bin/python -m compileall -q /opt/portal/lib

FROM python:3.13.7-slim-bookworm
ENV PATH=/opt/portal/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=cmiportal.settings.prod \
    VAR_DIR=/srv/portal/var
WORKDIR /srv/portal
COPY --from=build /opt/portal /opt/portal
COPY manage.py Procfile ./
COPY scripts scripts
COPY static static
COPY templates templates
COPY qualifications qualifications
COPY cmiportal cmiportal
# The four settings are for this one command: it asks neither database nor broker, and none of them stays in the image.
# Only the folder of people's files belongs to the processes; a new volume there takes over its owner.
RUN SECRET_KEY=build DATABASE_URL=postgresql://build@localhost/build REDIS_URL=redis://localhost:6379/0 \
    ALLOWED_HOSTS=localhost python manage.py collectstatic --no-input \
    && python -m compileall -q cmiportal qualifications \
    && groupadd --gid 10001 portal \
    && useradd --uid 10001 --gid portal --home-dir /tmp --no-create-home --shell /usr/sbin/nologin portal \
    && install -d -o portal -g portal -m 0700 var/files
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s \
    CMD ["python", "scripts/healthy.py", "http://127.0.0.1:8000/healthz"]
CMD exec granian --interface wsgi --workers ${WEB_WORKERS:-2} --blocking-threads 1 --host ${BIND_ADDRESS:-0.0.0.0} --port ${PORT:-8000} --workers-kill-timeout 5 --log-level warning cmiportal.wsgi:application
