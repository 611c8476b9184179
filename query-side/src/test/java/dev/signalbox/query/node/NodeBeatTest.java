package dev.signalbox.query.node;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.signalbox.events.node.Node;
import dev.signalbox.query.projection.ViewPositions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeBeatTest {

    private final Node node = new Node("n", List.of("query"), "1", Instant.EPOCH);
    private final Nodes nodes = mock();
    private final ViewPositions positions = mock();
    private final NodeBeat beat = new NodeBeat(node, nodes, positions);

    @Test
    void aNodeTellsAtOnceThatItGotOnAndNotMoreOftenThanItMust() {
        when(positions.all()).thenReturn(Map.of("servers", 6L));
        beat.beat();
        beat.beat();
        verify(nodes).seen(node, Map.of("servers", 6L));

        when(positions.all()).thenReturn(Map.of("servers", 7L));
        beat.beat();
        beat.beat();
        verify(nodes).seen(node, Map.of("servers", 7L));
        verify(nodes, times(2)).seen(any(), any());
    }
}
