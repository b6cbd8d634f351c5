using RelayKit.LiveKit;

namespace RelayKit.UnitTests.LiveKit.Metrics;

public sealed class NodeMetricsTextTests
{
    [Fact]
    public void Traffic_is_added_up_over_all_labels_but_the_direction()
    {
        var nodes = NodeMetricsText.Read(
            """
            # HELP go_goroutines Number of goroutines that currently exist.
            # TYPE go_goroutines gauge
            go_goroutines 57
            # TYPE livekit_packet_bytes counter
            livekit_packet_bytes{direction="incoming",node_id="ND_a",node_type="SERVER",transmission="initial"} 1.234567e+06
            livekit_packet_bytes{direction="incoming",node_id="ND_a",node_type="SERVER",transmission="retransmit"} 3
            livekit_packet_bytes{direction="outgoing",node_id="ND_a",node_type="SERVER",transmission="initial"} 99 1732700000000
            livekit_packet_total{direction="outgoing",node_id="ND_a",node_type="SERVER",transmission="initial"} 7
            process_start_time_seconds 1.7327e+09
            """);

        Assert.Equal([new NodeTraffic("ND_a", 1_732_700_000_000, 1_234_570, 99)], nodes);
    }

    [Fact]
    public void Label_values_may_hold_anything()
    {
        var nodes = NodeMetricsText.Read("livekit_packet_bytes{node_id=\"a\\\"}, \\\\ b\\nc\", direction=\"outgoing\"} 5\n");

        Assert.Equal([new NodeTraffic("a\"}, \\ b\nc", null, 0, 5)], nodes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>Not found</html>")]
    [InlineData("livekit_packet_bytes_created{direction=\"incoming\",node_id=\"ND_a\"} 5")]
    [InlineData("livekit_packet_bytes{direction=\"incoming\",node_id=\"ND_a\"} NaN")]
    [InlineData("livekit_packet_bytes{direction=\"incoming\",node_id=\"ND_a\"} -1")]
    [InlineData("livekit_packet_bytes{direction=\"incoming\",node_id=\"ND_a\" 5")]
    [InlineData("livekit_packet_bytes{direction=\"incoming")]
    [InlineData("livekit_packet_bytes{")]
    [InlineData("livekit_packet_bytes")]
    public void What_is_no_sample_is_passed_over(string text) => Assert.Empty(NodeMetricsText.Read(text));
}
