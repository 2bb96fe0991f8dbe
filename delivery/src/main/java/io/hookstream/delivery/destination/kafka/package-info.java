/** Records to Kafka, by its own protocol or by Confluent's REST API. */
@NullMarked
package io.hookstream.delivery.destination.kafka;

import org.jspecify.annotations.NullMarked;
