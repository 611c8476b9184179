# Build first: mvn -DskipTests package, or ./signalbox once
FROM eclipse-temurin:25-jre AS unpacked
WORKDIR /unpacked
COPY app/target/signalbox.jar signalbox.jar
RUN java -Djarmode=tools -jar signalbox.jar extract --layers --destination layers

FROM eclipse-temurin:25-jre
RUN groupadd --system --gid 10001 signalbox \
 && useradd --system --uid 10001 --gid signalbox --home-dir /var/lib/signalbox --shell /usr/sbin/nologin signalbox \
 && install -d -m 0700 -o signalbox -g signalbox /var/lib/signalbox
WORKDIR /opt/signalbox
# dependencies change rarely: a layer of their own
COPY --from=unpacked /unpacked/layers/dependencies/ ./
COPY --from=unpacked /unpacked/layers/spring-boot-loader/ ./
COPY --from=unpacked /unpacked/layers/snapshot-dependencies/ ./
COPY --from=unpacked /unpacked/layers/application/ ./
COPY jvm-flags ./
USER signalbox
ENV SIGNALBOX_HOME=/var/lib/signalbox SIGNALBOX_CONTROL_PORT=8084 SIGNALBOX_DATA_PORT=4000
VOLUME /var/lib/signalbox
EXPOSE 8084 4000
# the image has no curl
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s CMD ["bash", "-c", \
  "exec 3<>/dev/tcp/127.0.0.1/$SIGNALBOX_CONTROL_PORT && printf 'GET /livez HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200'"]
ENTRYPOINT ["bash", "-c", ". ./jvm-flags && jvm_flags 25 \"$@\" && \
  exec java -XX:MaxRAMPercentage=70 \"${flags[@]}\" ${SIGNALBOX_JAVA_OPTS:-} -jar signalbox.jar \"$@\"", "signalbox"]
