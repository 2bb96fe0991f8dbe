/**
 * Tests that start the packaged program and use it as anyone would: by its command line, its HTTP API, signals, and a
 * receiver of its deliveries. They know nothing of its classes.
 */
@NullMarked
package io.hookstream.e2e;

import org.jspecify.annotations.NullMarked;
