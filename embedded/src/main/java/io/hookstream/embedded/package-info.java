/**
 * The stores of one process: an event log in SQLite and documents behind the MongoDB protocol, both in one data folder
 * that one process at a time may use.
 */
@NullMarked
package io.hookstream.embedded;

import org.jspecify.annotations.NullMarked;
