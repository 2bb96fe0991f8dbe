/** What can be asked about circuits. */
@NullMarked
package io.hookstream.query.circuit;

import org.jspecify.annotations.NullMarked;
