package dev.naru.broker.api;

import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.DescribeClusterRequest;
import dev.naru.protocol.message.DescribeClusterResponse;
import dev.naru.protocol.message.DescribeClusterResponse.DescribeClusterBroker;
import java.util.ArrayList;
import java.util.List;

/**
 * DescribeCluster 0–2: the brokers, from version 2 on those that are fenced too if asked for. From version 1 on a client may
 * ask for the endpoints of controllers; brokers have none to tell.
 */
final class DescribeClusterHandler implements ApiHandler<DescribeClusterRequest> {
    private static final byte BROKERS = 1;
    private static final byte CONTROLLERS = 2;

    private final BrokerServices.Identity identity;

    DescribeClusterHandler(BrokerServices.Identity identity) {
        this.identity = identity;
    }

    @Override
    public void handle(DescribeClusterRequest request, RequestContext context) {
        if (request.endpointType() != BROKERS) {
            context.respond(new DescribeClusterResponse()
                    .errorCode(wrongEndpoint(request.endpointType()).code())
                    .errorMessage("This is a broker; it was asked for endpoints of type " + request.endpointType()));
            return;
        }
        ClientView view = new ClientView(context.image(), context);
        List<DescribeClusterBroker> brokers = new ArrayList<>();
        view.brokers().forEach(node -> brokers.add(describe(node, false)));
        if (request.includeFencedBrokers()) {
            view.fencedBrokers().forEach(node -> brokers.add(describe(node, true)));
        }
        context.respond(new DescribeClusterResponse()
                .clusterId(identity.clusterId())
                .controllerId(identity.brokerId())
                .brokers(brokers)
                .clusterAuthorizedOperations(
                        request.includeClusterAuthorizedOperations()
                                ? ClientView.CLUSTER_OPERATIONS
                                : ClientView.OPERATIONS_NOT_ASKED));
    }

    private static ErrorCode wrongEndpoint(byte type) {
        return type == CONTROLLERS ? ErrorCode.MISMATCHED_ENDPOINT_TYPE : ErrorCode.UNSUPPORTED_ENDPOINT_TYPE;
    }

    private static DescribeClusterBroker describe(ClientView.Node node, boolean fenced) {
        return new DescribeClusterBroker()
                .brokerId(node.broker().id())
                .host(node.endpoint().host())
                .port(node.endpoint().port())
                .rack(node.broker().contact().rack())
                .isFenced(fenced);
    }
}
