/** What may happen to a circuit. */
@NullMarked
package io.hookstream.command.circuit;

import org.jspecify.annotations.NullMarked;
