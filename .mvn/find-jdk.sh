# Sourced by mvnw, hookstream and bench/run: finds a JDK. Bash 3.2, because macOS has no other.

# jdk_major HOME: prints the major version of the JDK in HOME; prints nothing if there is no JDK.
jdk_major() {
  local version
  [ -n "$1" ] && [ -x "$1/bin/javac" ] || return 0
  version=$(sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9][0-9._]*\).*/\1/p' "$1/release" 2>/dev/null)
  [ -n "$version" ] || version=$("$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9][0-9._]*\).*/\1/p')
  version=${version#1.}
  printf '%s' "${version%%[._]*}"
}

# java_on_path: prints the home of the java on PATH. Java itself knows it; a chain of symbolic links may not lead to it.
java_on_path() {
  command -v java >/dev/null 2>&1 || return 0
  java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p'
}

# find_jdk MIN: sets JDK_HOME and JDK_MAJOR to JAVA_HOME's JDK, else the one on PATH, else the newest of the usual
# places, whichever has at least the major version MIN; returns 1 if none has.
find_jdk() {
  local minimum=$1 home major
  JDK_HOME='' JDK_MAJOR=0
  for home in "${JAVA_HOME:-}" "$(java_on_path)"; do
    major=$(jdk_major "$home")
    if [ "${major:-0}" -ge "$minimum" ]; then
      JDK_HOME=$home JDK_MAJOR=$major
      return 0
    fi
  done
  for home in \
    /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/*; do
    major=$(jdk_major "$home")
    if [ "${major:-0}" -ge "$minimum" ] && [ "$major" -gt "$JDK_MAJOR" ]; then
      JDK_HOME=$home JDK_MAJOR=$major
    fi
  done
  [ -n "$JDK_HOME" ]
}

# java_flags: prints the flags that the program is run with on the found JDK, one a line.
java_flags() {
  printf '%s\n' --enable-native-access=ALL-UNNAMED
  # From 23 on the JDK warns of what Netty does with Unsafe; before, it does not know the option and would not start.
  [ "$JDK_MAJOR" -lt 23 ] || printf '%s\n' --sun-misc-unsafe-memory-access=allow
  [ "$(uname)" = Linux ] || return 0
  # Large pages for the heap save some 5 % of the processor time; where the kernel has none it does without, silently.
  printf '%s\n' -XX:+UseTransparentHugePages -Xlog:pagesize=error
  # The compiler before what it compiles (docs/adr/0023): once it has started, the program's threads are nice to others.
  printf '%s\n' -XX:ThreadPriorityPolicy=1 -XX:CompilerThreadPriority=0 -XX:JavaPriority1_To_OSPriority=10
  # Of that the JDK warns who is not root, because only root may raise a priority; nothing here raises one.
  [ "$(id -u)" -eq 0 ] || printf '%s\n' -XX:-PrintWarnings
}
