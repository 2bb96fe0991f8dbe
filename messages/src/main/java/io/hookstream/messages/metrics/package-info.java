/** Metrics: how much comes in and goes out, over time. */
@NullMarked
package io.hookstream.messages.metrics;

import org.jspecify.annotations.NullMarked;
