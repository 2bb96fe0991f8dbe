package io.hookstream.delivery.destination.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConfirmListener;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Return;
import io.hookstream.delivery.destination.Answer;
import io.hookstream.delivery.destination.ErrorType;
import io.hookstream.delivery.destination.RefusedException;
import io.hookstream.messages.destination.RabbitmqConfig;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * A connection to a broker, with one channel on which every message is confirmed. Whatever is known of messages under way
 * belongs to the connection's event loop: it writes them, so that their numbers are the broker's, and hears of them. The
 * first thing that goes wrong ends the connection, for another is made by the next attempt.
 */
final class Broker {

    /** What current brokers take unless they are configured otherwise, in bytes. */
    static final int MAX_MESSAGE = 16 * 1024 * 1024;

    private static final Logger log = LoggerFactory.getLogger(Broker.class);

    /** How long a goodbye may take. */
    static final int CLOSE_MILLIS = 2_000;

    private final RabbitmqConfig config;
    private final Connection connection;
    private final Channel channel;
    private final io.netty.channel.Channel socket;
    private final EventLoop loop;
    private final Consumer<Broker> onBroken;

    /** By the number that the broker confirms it under. */
    private final NavigableMap<Long, Pending> pending = new TreeMap<>();

    private @Nullable RefusedException broken;

    /** Why the broker takes nothing at present. */
    private volatile @Nullable String blocked;

    private static final class Pending {

        final Message message;
        final MonoSink<Answer> sink;
        boolean cancelled;
        long number;

        @Nullable
        RefusedException returned;

        Pending(Message message, MonoSink<Answer> sink) {
            this.message = message;
            this.sink = sink;
        }
    }

    /**
     * @param channel new, and confirming
     * @param socket what the connection writes to
     * @param onBroken may be called on the event loop, several times
     */
    Broker(
            RabbitmqConfig config,
            Connection connection,
            Channel channel,
            io.netty.channel.Channel socket,
            Consumer<Broker> onBroken) {
        this.config = config;
        this.connection = connection;
        this.channel = channel;
        this.socket = socket;
        this.onBroken = onBroken;
        loop = socket.eventLoop();
    }

    /** Comes before the first message. */
    void listen() {
        channel.addConfirmListener(new ConfirmListener() {
            @Override
            public void handleAck(long number, boolean multiple) {
                inLoop(() -> answered(number, multiple, true));
            }

            @Override
            public void handleNack(long number, boolean multiple) {
                inLoop(() -> answered(number, multiple, false));
            }
        });
        channel.addReturnListener(returned -> inLoop(() -> returned(returned)));
        connection.addBlockedListener(reason -> blocked = reason, () -> blocked = null);
        channel.addShutdownListener(cause -> inLoop(() -> end(Problems.refused(cause))));
    }

    /** What listeners hear is said on the event loop, in order, and handled at once; the rest waits for its turn there. */
    private void inLoop(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
            return;
        }
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            log.debug("The process is ending", e);
        }
    }

    /** Emits when the broker has confirmed the message, and an error if it did not take or could not route it. */
    Mono<Answer> publish(Message message) {
        return Mono.create(sink -> {
            Pending one = new Pending(message, sink);
            sink.onCancel(() -> inLoop(() -> abandon(one)));
            inLoop(() -> write(one));
        });
    }

    private void write(Pending one) {
        if (one.cancelled) {
            return;
        }
        String why = blocked;
        if (broken != null) {
            onBroken.accept(this); // it may have broken before anyone knew of it
            one.sink.error(broken);
        } else if (why != null) {
            one.sink.error(new RefusedException(
                    ErrorType.PROVIDER_ERROR, "the broker takes no messages at present: " + why, null));
        } else {
            one.number = channel.getNextPublishSeqNo();
            pending.put(one.number, one);
            try {
                channel.basicPublish(
                        RabbitmqSender.isDefaultExchange(config) ? "" : config.exchange(),
                        config.routingKey(),
                        true,
                        properties(one.message),
                        one.message.body());
            } catch (IOException | RuntimeException e) {
                end(Problems.refused(e)); // nobody knows what was written and numbered
            }
        }
    }

    private static AMQP.BasicProperties properties(Message message) {
        return new AMQP.BasicProperties.Builder()
                .contentType(message.contentType())
                .deliveryMode(Message.PERSISTENT)
                .messageId(message.id())
                .appId(Message.APP_ID)
                .headers(message.headers())
                .build();
    }

    private void answered(long number, boolean multiple, boolean taken) {
        List<Pending> which = new ArrayList<>();
        if (multiple) {
            NavigableMap<Long, Pending> all = pending.headMap(number, true);
            which.addAll(all.values());
            all.clear();
        } else {
            Pending one = pending.remove(number);
            if (one != null) {
                which.add(one);
            }
        }
        for (Pending one : which) {
            if (one.returned != null) {
                one.sink.error(one.returned);
            } else if (taken) {
                one.sink.success(Answer.of("confirmed"));
            } else {
                one.sink.error(new RefusedException(
                        ErrorType.PROVIDER_ERROR, "the broker refused the message (basic.nack)", Answer.of("nack")));
            }
        }
    }

    /** Comes before the confirmation, without its number. Those of a channel come in the order in which they were sent. */
    private void returned(Return returned) {
        Map<String, Object> headers = returned.getProperties().getHeaders();
        for (Pending one : pending.values()) {
            if (one.returned == null && isOf(one.message, headers)) {
                String reply = returned.getReplyCode() + " " + returned.getReplyText();
                one.returned = new RefusedException(
                        ErrorType.PROVIDER_ERROR,
                        "the broker returned the message, because no queue is bound to exchange \"" + config.exchange()
                                + "\" for routing key \"" + config.routingKey() + "\": " + reply,
                        Answer.of(reply));
                return;
            }
        }
    }

    /** Strings come back as the client's own. */
    private static boolean isOf(Message message, @Nullable Map<String, Object> headers) {
        return headers != null
                && message.headers().entrySet().stream()
                        .allMatch(header ->
                                header.getValue().toString().equals(String.valueOf(headers.get(header.getKey()))));
    }

    private void abandon(Pending one) {
        one.cancelled = true;
        if (pending.remove(one.number, one) && !socket.isWritable()) {
            end(new RefusedException(ErrorType.CONNECTION_ERROR, "the broker no longer reads what it is sent", null));
        }
    }

    private void end(RefusedException why) {
        if (broken == null) {
            broken = why;
        }
        List<Pending> all = new ArrayList<>(pending.values());
        pending.clear();
        all.forEach(one -> one.sink.error(why));
        onBroken.accept(this);
    }

    /** Blocks, bounded. */
    void close() {
        connection.abort(CLOSE_MILLIS);
    }
}
