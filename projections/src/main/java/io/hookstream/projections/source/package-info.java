/** The read model of sources. */
@NullMarked
package io.hookstream.projections.source;

import org.jspecify.annotations.NullMarked;
