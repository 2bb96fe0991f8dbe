/** Destinations that are whoever listens over a WebSocket. */
@NullMarked
package io.hookstream.delivery.destination.websocket;

import org.jspecify.annotations.NullMarked;
