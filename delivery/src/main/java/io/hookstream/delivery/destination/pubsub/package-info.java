/** Google Cloud Pub/Sub. */
@NullMarked
package io.hookstream.delivery.destination.pubsub;

import org.jspecify.annotations.NullMarked;
