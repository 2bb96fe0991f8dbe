/** What this process can be watched by: figures for Prometheus, none of them a tenant's. */
@NullMarked
package io.hookstream.app.metrics;

import org.jspecify.annotations.NullMarked;
