/** What is driven and how: a scenario each, and the parts that they share. */
@NullMarked
package io.hookstream.bench.scenario;

import org.jspecify.annotations.NullMarked;
