# Sourced by hookstream and bench/run, after find-jdk.sh: builds modules when their sources are newer than what was built.

# is_stale ROOT RESULT: whether RESULT is missing or older than a POM or a source file.
is_stale() {
  local root=$1 result=$2
  [ -e "$result" ] || return 0
  # The tests, the harnesses and the command line are no part of the program.
  [ -n "$(find "$root" \( -name target -o -name node_modules -o -name .git -o -name test -o -path "$root/cli" \
    -o -path "$root/e2e" -o -path "$root/bench" -o -path "$root/data" \) -prune -o -type f \( -name pom.xml -o -path '*/src/*' \) \
    -newer "$result" -print 2>/dev/null | head -n 1)" ]
}

# build_module ROOT MODULES: packages MODULES (comma-separated) and what they need, without tests. Says what it does
# as it goes; on failure shows the end of the log and returns 1.
build_module() {
  local root=$1 modules=$2 log="$1/target/build.log" started=$SECONDS status=0 shown='' now maven
  mkdir -p "$root/target"
  printf 'Building hookstream (%s); the first time takes a few minutes. Log: %s\n' "$modules" "$log" >&2
  # In a subshell of its own: Maven looks for .mvn from where it is started.
  (cd "$root" && exec ./mvnw -B -DskipTests -pl "$modules" -am package) >"$log" 2>&1 </dev/null &
  maven=$!
  trap 'kill "$maven" 2>/dev/null; printf "\nBuild interrupted.\n" >&2; exit 130' INT TERM
  while kill -0 "$maven" 2>/dev/null; do
    now=$(sed -n 's/^\[INFO\] Building \(.*\)$/\1/p' "$log" | grep -v '^jar:' | tail -n 1)
    if [ -t 2 ]; then
      printf '\r\033[K  %3d s  %s' "$((SECONDS - started))" "${now:-starting Maven}" >&2
    elif [ "$now" != "$shown" ]; then
      printf '  %3d s  %s\n' "$((SECONDS - started))" "$now" >&2
    fi
    shown=$now
    sleep 0.5
  done
  wait "$maven" || status=$?
  trap - INT TERM
  [ ! -t 2 ] || printf '\r\033[K' >&2
  if [ "$status" -ne 0 ]; then
    tail -n 40 "$log" >&2
    printf 'The build failed after %d s. The whole log: %s\n' "$((SECONDS - started))" "$log" >&2
    return 1
  fi
  printf 'Built in %d s.\n' "$((SECONDS - started))" >&2
}
