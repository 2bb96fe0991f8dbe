/**
 * Measures the packaged program under load: three processes, which are the program, a sink that takes its deliveries,
 * and the load generator. Sink and generator are small event loops, because on one machine every cycle they use is one
 * the program does not get.
 */
@NullMarked
package io.hookstream.bench;

import org.jspecify.annotations.NullMarked;
