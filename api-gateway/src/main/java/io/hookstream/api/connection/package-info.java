/** The REST API of connections. */
@NullMarked
package io.hookstream.api.connection;

import org.jspecify.annotations.NullMarked;
