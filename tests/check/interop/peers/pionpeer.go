// gst-peerconnection
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// pionpeer.go: a peer made of pion that speaks JSON, a line a message; the same
// words as aiortcpeer.py. Media that comes in goes out again, packet by packet.

package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"sync"

	"github.com/pion/webrtc/v3"
)

const packets = 20

type message struct {
	Do          string                     `json:"do"`
	Label       string                     `json:"label"`
	Init        *webrtc.DataChannelInit    `json:"init"`
	Channel     bool                       `json:"channel"`
	Media       bool                       `json:"media"`
	Description *webrtc.SessionDescription `json:"description"`
}

var lines = make(chan map[string]interface{})

func say(words map[string]interface{}) { lines <- words }

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// By label.
var channels sync.Map

func echo(channel *webrtc.DataChannel) {
	channels.Store(channel.Label(), channel)
	channel.OnMessage(func(m webrtc.DataChannelMessage) {
		if m.IsString {
			must(channel.SendText(string(m.Data)))
		} else {
			must(channel.Send(m.Data))
		}
	})
	channel.OnClose(func() { say(map[string]interface{}{"closed": channel.Label()}) })
	channel.OnOpen(func() {
		say(map[string]interface{}{
			"channel":           channel.Label(),
			"ordered":           channel.Ordered(),
			"maxPacketLifeTime": channel.MaxPacketLifeTime(),
			"maxRetransmits":    channel.MaxRetransmits(),
			"protocol":          channel.Protocol(),
		})
	})
}

// The senders of what comes in, by kind.
var returns = map[webrtc.RTPCodecType]*webrtc.TrackLocalStaticRTP{}

func addMedia(connection *webrtc.PeerConnection) {
	for kind, mime := range map[webrtc.RTPCodecType]string{
		webrtc.RTPCodecTypeVideo: webrtc.MimeTypeVP8,
		webrtc.RTPCodecTypeAudio: webrtc.MimeTypeOpus,
	} {
		track, err := webrtc.NewTrackLocalStaticRTP(
			webrtc.RTPCodecCapability{MimeType: mime}, kind.String(), "pion")
		must(err)
		_, err = connection.AddTrack(track)
		must(err)
		returns[kind] = track
	}
}

func onTrack(track *webrtc.TrackRemote, _ *webrtc.RTPReceiver) {
	for n := 1; ; n++ {
		packet, _, err := track.ReadRTP()
		if err != nil {
			return
		}
		if n == packets {
			say(map[string]interface{}{"media": track.Kind().String(), "frames": n})
		}
		if back := returns[track.Kind()]; back != nil {
			packet.Extension = false
			packet.Extensions = nil
			_ = back.WriteRTP(packet)
		}
	}
}

func describe(connection *webrtc.PeerConnection, description webrtc.SessionDescription) {
	complete := webrtc.GatheringCompletePromise(connection)
	must(connection.SetLocalDescription(description))
	<-complete
	say(map[string]interface{}{"description": connection.LocalDescription()})
}

func handle(connection *webrtc.PeerConnection, m message) {
	if m.Do == "offer" {
		if m.Channel {
			channel, err := connection.CreateDataChannel("theirs", nil)
			must(err)
			echo(channel)
		}
		if m.Media {
			addMedia(connection)
		}
		offer, err := connection.CreateOffer(nil)
		must(err)
		describe(connection, offer)
	} else if m.Do == "open" {
		channel, err := connection.CreateDataChannel(m.Label, m.Init)
		must(err)
		echo(channel)
	} else if m.Do == "close" {
		channel, _ := channels.Load(m.Label)
		must(channel.(*webrtc.DataChannel).Close())
	} else if m.Description != nil {
		if m.Description.Type == webrtc.SDPTypeOffer && m.Media {
			addMedia(connection)
		}
		must(connection.SetRemoteDescription(*m.Description))
		if m.Description.Type == webrtc.SDPTypeOffer {
			answer, err := connection.CreateAnswer(nil)
			must(err)
			describe(connection, answer)
		}
	}
}

func main() {
	out := json.NewEncoder(os.Stdout)
	// Pion's log would go there as well.
	os.Stdout = os.Stderr
	go func() {
		for words := range lines {
			must(out.Encode(words))
		}
	}()

	var settings webrtc.SettingEngine
	settings.SetIncludeLoopbackCandidate(true)
	var media webrtc.MediaEngine
	must(media.RegisterDefaultCodecs())
	api := webrtc.NewAPI(webrtc.WithSettingEngine(settings), webrtc.WithMediaEngine(&media))
	connection, err := api.NewPeerConnection(webrtc.Configuration{})
	must(err)
	connection.OnDataChannel(echo)
	connection.OnTrack(onTrack)
	connection.OnConnectionStateChange(func(state webrtc.PeerConnectionState) {
		say(map[string]interface{}{"state": state.String()})
	})

	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		var m message
		must(json.Unmarshal(in.Bytes(), &m))
		handle(connection, m)
	}
	must(connection.Close())
}
