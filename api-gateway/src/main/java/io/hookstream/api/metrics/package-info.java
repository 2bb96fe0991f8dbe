/** The API of metrics. */
@NullMarked
package io.hookstream.api.metrics;

import org.jspecify.annotations.NullMarked;
