/** What is said to clients that listen over a WebSocket. */
@NullMarked
package io.hookstream.messages.websocket;

import org.jspecify.annotations.NullMarked;
