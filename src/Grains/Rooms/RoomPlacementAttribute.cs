using Orleans.Placement;

namespace RelayKit.Rooms;

/// <summary>Places a grain as <see cref="RoomPlacement"/> says.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class RoomPlacementAttribute() : PlacementAttribute(RoomPlacement.Instance);
