/** The read model of connections. */
@NullMarked
package io.hookstream.projections.connection;

import org.jspecify.annotations.NullMarked;
