using System.Net.Http.Headers;
using CsCheck;
using RelayKit.Storage.ObjectStorage;

namespace RelayKit.UnitTests.Storage.ObjectStorage;

public sealed class DownloadNameTests
{
    [Theory]
    [InlineData("a.mp4", "attachment; filename=\"a.mp4\"; filename*=UTF-8''a.mp4")]
    [InlineData("Böse \"Namen\".mp4", "attachment; filename=\"B_se _Namen_.mp4\"; filename*=UTF-8''B%C3%B6se%20_Namen_.mp4")]
    [InlineData("../../etc/passwd", "attachment; filename=\"_.._etc_passwd\"; filename*=UTF-8''_.._etc_passwd")]
    [InlineData("", "attachment; filename=\"file\"; filename*=UTF-8''file")]
    [InlineData("a\u202e4pm.exe", "attachment; filename=\"a_4pm.exe\"; filename*=UTF-8''a_4pm.exe")]
    public void A_name_is_written_for_old_and_new_browsers(string name, string expected) => Assert.Equal(expected, DownloadName.Disposition(name, inline: false));

    [Fact]
    public void It_may_be_shown_in_place() => Assert.StartsWith("inline; ", DownloadName.Disposition("a.mp4", inline: true), StringComparison.Ordinal);

    [Fact]
    public void Whatever_the_name_is_the_field_is_one_name_and_no_path() => Gen.String.Sample(static name =>
    {
        var field = ContentDispositionHeaderValue.Parse(DownloadName.Disposition(name, inline: false));

        Assert.Equal(2, field.Parameters.Count);
        Assert.All([field.FileName!.Trim('"'), field.FileNameStar!], static read =>
        {
            Assert.NotEmpty(read);
            Assert.DoesNotContain(read, static letter => char.IsControl(letter) || letter is '/' or '\\');
            Assert.NotEqual('.', read[0]);
        });
    });
}
