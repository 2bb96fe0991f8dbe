/** The program under measurement: its process, its API, and what the system tells of it. */
@NullMarked
package io.hookstream.bench.program;

import org.jspecify.annotations.NullMarked;
