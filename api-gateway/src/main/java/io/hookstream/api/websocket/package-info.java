/** Clients that listen to what happens. */
@NullMarked
package io.hookstream.api.websocket;

import org.jspecify.annotations.NullMarked;
