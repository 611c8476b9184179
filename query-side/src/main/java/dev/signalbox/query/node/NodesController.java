package dev.signalbox.query.node;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Nodes")
class NodesController {

    private final Nodes nodes;

    NodesController(Nodes nodes) {
        this.nodes = nodes;
    }

    @GetMapping("/api/v1/admin/nodes")
    @Operation(
            summary = "All nodes, with the position that each of them has applied",
            description =
                    "A node tells of itself when it gets on, and every 5 s. One that stopped in order is not listed any more, one that"
                            + " was lost is listed as not alive for 10 minutes.")
    List<NodeStatus> all() {
        return nodes.all(NodeBeat.ALIVE, NodeBeat.REMEMBERED);
    }
}
