/** Destinations that are exchanges of a RabbitMQ broker, reached by its management API or in its own protocol. */
@NullMarked
package io.hookstream.delivery.destination.rabbitmq;

import org.jspecify.annotations.NullMarked;
