/** Traces, for whoever names a collector: otherwise no class of this package but {@link Tracing} is loaded. */
@NullMarked
package io.hookstream.app.tracing;

import org.jspecify.annotations.NullMarked;
