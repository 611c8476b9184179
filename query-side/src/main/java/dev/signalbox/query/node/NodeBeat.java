package dev.signalbox.query.node;

import dev.signalbox.events.node.Node;
import dev.signalbox.query.OnEveryNode;
import dev.signalbox.query.projection.ViewPositions;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;

/** Tells the others every few seconds that this node is there and how far it is. */
@OnEveryNode
class NodeBeat {

    /** Three beats may be lost. */
    static final Duration ALIVE = Duration.ofSeconds(20);

    /** Nodes that were not seen for longer are not spoken of any more. */
    static final Duration REMEMBERED = Duration.ofMinutes(10);

    private static final Logger log = LoggerFactory.getLogger(NodeBeat.class);

    private final Node node;
    private final Nodes nodes;
    private final ViewPositions positions;

    NodeBeat(Node node, Nodes nodes, ViewPositions positions) {
        this.node = node;
        this.nodes = nodes;
        this.positions = positions;
    }

    @Scheduled(initialDelay = 0, fixedDelay = 5_000)
    void beat() {
        try {
            nodes.seen(node, positions.all());
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
