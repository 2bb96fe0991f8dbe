FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 ./mvnw -B -ntp -DskipTests -pl app -am package

FROM eclipse-temurin:25-jre
RUN groupadd --system --gid 10001 hookstream \
 && useradd --system --uid 10001 --gid hookstream --no-create-home --shell /usr/sbin/nologin hookstream \
 && install -d -o hookstream -g hookstream -m 0700 /var/lib/hookstream
COPY --from=build /src/app/target/hookstream/hookstream.jar /opt/hookstream/
COPY --from=build /src/app/target/hookstream/lib /opt/hookstream/lib
# What a start loads and compiles, kept for this very image's JVM.
RUN java -XX:AOTCacheOutput=/opt/hookstream/hookstream.aot --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow -Dspring.context.exit=onRefresh -jar /opt/hookstream/hookstream.jar \
    --server.port=0 --hookstream.data=/tmp/start \
 && rm -rf /tmp/start
COPY docker/healthy /usr/local/bin/healthy
USER hookstream
WORKDIR /var/lib/hookstream
VOLUME /var/lib/hookstream
# In a container the outside decides what is reachable, so the program listens on every address.
ENV SERVER_ADDRESS=0.0.0.0 \
    SERVER_PORT=8080 \
    HOOKSTREAM_DATA=/var/lib/hookstream \
    JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=60"
EXPOSE 8080
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=6 CMD ["healthy"]
# No shell in between: the program itself gets SIGTERM and has its ten seconds.
ENTRYPOINT ["java", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", \
            "-XX:+UseTransparentHugePages", "-Xlog:pagesize=error", \
            "-XX:ThreadPriorityPolicy=1", "-XX:CompilerThreadPriority=0", "-XX:JavaPriority1_To_OSPriority=10", \
            "-XX:-PrintWarnings", \
            "-XX:AOTCache=/opt/hookstream/hookstream.aot", "-Xlog:aot=off", "-jar", "/opt/hookstream/hookstream.jar"]
