/** The read model of metrics: buckets of minutes, hours and days. */
@NullMarked
package io.hookstream.projections.metrics;

import org.jspecify.annotations.NullMarked;
