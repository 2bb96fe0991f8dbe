/** What can be asked about metrics. */
@NullMarked
package io.hookstream.query.metrics;

import org.jspecify.annotations.NullMarked;
