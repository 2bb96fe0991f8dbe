/** Domain events that a projection could not handle: kept aside, tried again on a schedule, and shown. */
@NullMarked
package io.hookstream.projections.deadletter;

import org.jspecify.annotations.NullMarked;
