/** The read models of received events, their attempts and their counts. */
@NullMarked
package io.hookstream.projections.event;

import org.jspecify.annotations.NullMarked;
