/** The aggregates: each decides what may happen to one thing, from nothing but its own past. */
@NullMarked
package io.hookstream.command;

import org.jspecify.annotations.NullMarked;
