FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
RUN apt-get update && apt-get install -y --no-install-recommends nodejs npm && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN dotnet publish src/Bridge.Server --configuration Release --runtime linux-x64 --self-contained false -p:PublishReadyToRun=true --output /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
COPY --from=build /app /app
COPY <<'LAUNCHER' /usr/local/bin/bridge
#!/bin/sh
exec dotnet /app/Bridge.Server.dll "$@"
LAUNCHER

# The database and the key that wraps its private keys are two volumes: a copy of the one is worthless without the other.
RUN chmod 755 /usr/local/bin/bridge && install -d -o "$APP_UID" -g "$APP_UID" -m 700 /data /keys
VOLUME ["/data", "/keys"]
ENV Bridge__Storage__Path=/data/bridge.db \
    Bridge__Keys__EncryptionKeyFile=/keys/bridge.kek \
    Bridge__Listeners__Public__Url=http://0.0.0.0:8080 \
    Bridge__Listeners__Admin__Url=http://127.0.0.1:8081
EXPOSE 8080
USER $APP_UID

HEALTHCHECK --interval=10s --timeout=3s --start-period=15s \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health/live HTTP/1.0\\r\\n\\r\\n' >&3 && read -r status <&3 && [[ $status == *' 200 '* ]]"]
ENTRYPOINT ["bridge"]
CMD ["serve"]
