package dev.signalbox.query.node;

import dev.signalbox.events.node.Node;
import dev.signalbox.query.OnEveryNode;
import dev.signalbox.query.projection.ViewPositions;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;

/** Tells the others how far this node is as soon as it gets on, and every few seconds that it is there. */
@OnEveryNode
class NodeBeat {

    /** Three beats may be lost. */
    static final Duration ALIVE = Duration.ofSeconds(20);

    /** Nodes that were not seen for longer are not spoken of any more. */
    static final Duration REMEMBERED = Duration.ofMinutes(10);

    private static final Logger log = LoggerFactory.getLogger(NodeBeat.class);

    private static final long EVERY = Duration.ofSeconds(5).toNanos();

    private final Node node;
    private final Nodes nodes;
    private final ViewPositions positions;
    private Map<String, Long> told = Map.of();
    private long toldAt = System.nanoTime() - EVERY;

    NodeBeat(Node node, Nodes nodes, ViewPositions positions) {
        this.node = node;
        this.nodes = nodes;
        this.positions = positions;
    }

    @Scheduled(initialDelay = 0, fixedDelay = 200)
    void beat() {
        Map<String, Long> now = positions.all();
        if (now.equals(told) && System.nanoTime() - toldAt < EVERY) {
            return;
        }
        told = now;
        toldAt = System.nanoTime();
        try {
            nodes.seen(node, now);
            nodes.forget(REMEMBERED);
        } catch (DataAccessException e) {
            log.debug("This node can't be told of while the database is away: {}", e.getMessage());
        }
    }

    @EventListener(ContextClosedEvent.class)
    void leave() {
        try {
            nodes.gone(node);
        } catch (DataAccessException e) {
            log.debug("The node stays in the list for a while: {}", e.getMessage());
        }
    }
}
