# The image of web, worker, beat and migrate. Configured by the environment alone (docs/deploy/).

FROM python:3.11-slim-bookworm AS python

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libfontconfig1 \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY requirements.lock ./
RUN python -m venv .venv \
    && .venv/bin/pip install --require-hashes --only-binary=:all: -r requirements.lock
ENV PATH=/app/.venv/bin:$PATH


# The style sheet and scripts: compiled with the Node that comes as a wheel, as in development.
FROM python AS assets

COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund --ignore-scripts
COPY static static
COPY templates templates
RUN npm run build


FROM python

RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin vsh \
    && install -d -o vsh -g vsh -m 0700 /data
COPY manage.py ./
COPY vsh vsh
COPY pupils pupils
COPY placements placements
COPY peps peps
COPY reporting reporting
COPY templates templates
COPY --from=assets /app/static/build static/build

ENV DJANGO_SETTINGS_MODULE=vsh.settings VSH_DATA_DIR=/data VSH_STATIC_ROOT=/app/static/collected \
    XDG_CACHE_HOME=/tmp/cache
# From here on a missing DATABASE_URL, REDIS_URL or SECRET_KEY is refused.
ENV VSH_PRODUCTION=1
# Values that let the settings load while building; none of them stays in the image.
RUN DATABASE_URL=postgres://build@none/build REDIS_URL=redis://none:6379/0 \
    SITE_URL=https://build.example ALLOWED_HOSTS=build.example \
    SECRET_KEY=only-while-building-only-while-building-only-while-building-the-image \
    python manage.py collectstatic --noinput

USER vsh
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "-c", "python:vsh.web_server", "vsh.wsgi"]
