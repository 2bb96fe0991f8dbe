/** The read model of who changed what. */
@NullMarked
package io.hookstream.projections.audit;

import org.jspecify.annotations.NullMarked;
