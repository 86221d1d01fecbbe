# exporter in a container, with all that its commands can use.
#
#   docker build -t exporter .
#   docker run --rm -v "$PWD:/catalogue" -u "$(id -u):$(id -g)" exporter validate

FROM python:3.13-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends git \
    && rm -rf /var/lib/apt/lists/* \
    # the catalogue belongs to the user who mounts it
    && git config --system --add safe.directory '*'
COPY . /source
RUN pip install --no-cache-dir '/source[cite,collation,database,import,lsp,serve,site]' \
    && rm -rf /source
WORKDIR /catalogue
USER nobody
ENTRYPOINT ["exporter"]
CMD ["--help"]
