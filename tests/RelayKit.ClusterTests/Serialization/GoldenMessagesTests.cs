using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace RelayKit.ClusterTests.Serialization;

/// <summary>
/// Messages as releases have sent them, kept as files: this build has to read what the ones before it wrote, and, for the time of a
/// rolling upgrade, what the next one writes, whose new fields it skips.
/// </summary>
public sealed class GoldenMessagesTests : IDisposable
{
    /// <summary>
    /// Set to a folder's path, each message that has no file there is written. A file that is there is never changed: it stands for
    /// processes that have been running since.
    /// </summary>
    public const string WriteVariable = "RELAYKIT_WRITE_GOLDEN";

    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();

    public static TheoryData<string> Names => [.. SampleMessages.All.Keys];

    private Serializer Serializer => _services.GetRequiredService<Serializer>();

    public void Dispose() => _services.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void What_the_first_release_wrote_is_read(string name)
    {
        WriteIfAsked(name);

        Assert.Equal(Text(SampleMessages.All[name]), Text(Read(Bytes("0.1", name))));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_a_release_with_more_fields_writes_is_read_without_them(string name) =>
        Assert.Equal(Text(SampleMessages.All[name]), Text(Read(Bytes("next", name))));

    [Theory]
    [InlineData("RoomEvent")]
    [InlineData("RoomAnswer")]
    [InlineData("SessionLine")]
    public void The_next_releases_messages_do_have_more_fields(string name) =>
        Assert.True(Bytes("next", name).Length > Bytes("0.1", name).Length);

    [Theory]
    [MemberData(nameof(Names))]
    public void What_this_build_writes_it_reads(string name) =>
        Assert.Equal(Text(SampleMessages.All[name]), Text(Read(Serializer.SerializeToArray(SampleMessages.All[name]))));

    private static byte[] Bytes(string release, string name) =>
        Convert.FromBase64String(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Serialization", "Golden", release, $"{name}.base64")));

    /// <summary>Every field as text; records of arrays compare by identity.</summary>
    private static string Text(object message) => JsonSerializer.Serialize(message, message.GetType());

    private object Read(byte[] bytes) => Serializer.Deserialize<object>(bytes)!;

    private void WriteIfAsked(string name)
    {
        if (Environment.GetEnvironmentVariable(WriteVariable) is not { Length: > 0 } folder)
        {
            return;
        }

        var file = Path.Combine(folder, $"{name}.base64");
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(file, Convert.ToBase64String(Serializer.SerializeToArray(SampleMessages.All[name])) + "\n");
        }
    }
}
