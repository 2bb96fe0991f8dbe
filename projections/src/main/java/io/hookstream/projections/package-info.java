/** The read models. Each can be wiped and built again from the log to the same content. */
@NullMarked
package io.hookstream.projections;

import org.jspecify.annotations.NullMarked;
