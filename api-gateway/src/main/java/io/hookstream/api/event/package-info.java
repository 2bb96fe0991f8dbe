/** Ingest, and the REST API of events and delivery attempts. */
@NullMarked
package io.hookstream.api.event;

import org.jspecify.annotations.NullMarked;
